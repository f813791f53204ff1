import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A layer over the page that the phone's own back key closes. */
export function useSheet(name: string) {
  const route = useRoute()
  const router = useRouter()
  const shown = computed(() => {
    const value = route.query[name]
    return typeof value === 'string' ? value : null
  })

  const open = (value: string): void => {
    void router.push({ query: { ...route.query, [name]: value } })
  }

  function close(): void {
    if (window.history.state?.back) return router.back()
    void router.replace({ query: { ...route.query, [name]: undefined } })
  }

  return { shown, open, close }
}
