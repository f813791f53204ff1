import { ElMessage } from 'element-plus'
import { computed, type Ref } from 'vue'
import type { EventDetail } from '@/data/types'
import { conflictWords } from '@/features/command/moves/conflict'
import { useMove } from '@/features/command/moves/useMove'
import { useNow } from '@/ui/now'

interface Told {
  moved: (detail: EventDetail) => void
  refresh: () => Promise<void>
}

/** A move's form with its outcome in words. */
export function useDoing(detail: Ref<EventDetail | null>, told: Told) {
  const now = useNow()
  const { refusal, ...doing } = useMove(detail, {
    refresh: told.refresh,
    moved(answer, move) {
      ElMessage.success(`${answer.number} 已${move.label}`)
      told.moved(answer)
    },
  })
  const words = computed(() =>
    refusal.value ? conflictWords(refusal.value, detail.value, now.value) : '',
  )
  return { ...doing, words }
}
