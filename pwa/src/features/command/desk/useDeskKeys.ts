import { nextTick, onScopeDispose, shallowRef, watch, type Ref } from 'vue'

interface Hands {
  open: (id: string) => void
  close: () => void
  search: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** A button's Enter is that button's. */
const isPressing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, [role="button"], summary') !== null

const isChord = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey

/** A dialog that was closed stays in the page, unseen. */
const isCovered = (): boolean =>
  [...document.querySelectorAll('[aria-modal="true"], .el-image-viewer__wrapper')].some(
    (cover) => cover.getClientRects().length > 0,
  )

const isElsewhere = (event: KeyboardEvent): boolean =>
  event.defaultPrevented ||
  event.isComposing ||
  isChord(event) ||
  isTyping(event.target) ||
  (event.key === 'Enter' && isPressing(event.target)) ||
  isCovered()

/** j / k move along the queue, Enter opens, / searches, Esc closes. */
export function useDeskKeys(rows: Ref<{ id: string }[]>, hands: Hands) {
  const cursor = shallowRef<string | null>(null)
  let place = -1

  // When the row under the cursor leaves the queue, the next one has taken its place.
  watch([rows, cursor], () => {
    const at = rows.value.findIndex((row) => row.id === cursor.value)
    if (at >= 0) place = at
  })

  function step(by: 1 | -1): void {
    const at = rows.value.findIndex((row) => row.id === cursor.value)
    const next = at >= 0 ? at + by : by === 1 && place >= 0 ? place : place + by
    const row = rows.value[Math.min(rows.value.length - 1, Math.max(0, next))]
    if (!row) return
    cursor.value = row.id
    void nextTick(() => document.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus())
  }

  const acts: Record<string, () => void> = {
    j: () => step(1),
    k: () => step(-1),
    '/': hands.search,
    Enter: () => (cursor.value ? hands.open(cursor.value) : undefined),
    Escape: hands.close,
  }

  function press(event: KeyboardEvent): void {
    const act = acts[event.key]
    if (!act || isElsewhere(event)) return
    event.preventDefault()
    act()
  }

  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
  return { cursor }
}
