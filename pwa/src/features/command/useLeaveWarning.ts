import { ElMessageBox } from 'element-plus'
import { onScopeDispose } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** Whoever leaves while something would be lost is asked first, in the app and by the browser. */
export function useLeaveWarning(
  isAtRisk: () => boolean,
  words: string,
  isLostWithPage: () => boolean = isAtRisk,
): void {
  function ask(event: BeforeUnloadEvent): void {
    if (isLostWithPage()) event.preventDefault()
  }
  addEventListener('beforeunload', ask)
  onScopeDispose(() => removeEventListener('beforeunload', ask))

  onBeforeRouteLeave(async () => {
    if (!isAtRisk()) return true
    return ElMessageBox.confirm(words, '要离开吗？', {
      confirmButtonText: '离开',
      cancelButtonText: '留下',
      type: 'warning',
    }).then(
      () => true,
      () => false,
    )
  })
}
