import { shallowRef, watch } from 'vue'

/** A tab that is tapped while its page is open: no step for the router, but a page may begin anew. */
const tapped = shallowRef<{ to: string } | null>(null)

export function tapAgain(to: string): void {
  tapped.value = { to }
}

/** For as long as the page is open. */
export function onTapAgain(to: string, run: () => void): void {
  watch(tapped, (now) => {
    if (now?.to === to) run()
  })
}
