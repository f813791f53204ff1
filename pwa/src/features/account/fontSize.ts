import { shallowRef } from 'vue'

export const SIZES = [
  { size: 'usual', label: '标准', zoom: 1 },
  { size: 'large', label: '大', zoom: 1.15 },
  { size: 'largest', label: '特大', zoom: 1.3 },
] as const

type Size = (typeof SIZES)[number]['size']

const KEY = 'font-size'

export const fontSize = shallowRef<Size>('usual')

/** Sizes are in pixels everywhere, so all of the page grows, touch targets too. */
function apply(): void {
  const { zoom } = SIZES.find(({ size }) => size === fontSize.value) ?? SIZES[0]
  document.documentElement.style.setProperty('--zoom', String(zoom))
  document.body.style.setProperty('zoom', zoom === 1 ? '' : String(zoom))
}

/** As chosen on this phone; also before anybody is signed in. */
export function recallFontSize(): void {
  const kept = localStorage.getItem(KEY)
  fontSize.value = SIZES.find(({ size }) => size === kept)?.size ?? 'usual'
  apply()
}

export function chooseFontSize(size: Size): void {
  fontSize.value = size
  localStorage.setItem(KEY, size)
  apply()
}
