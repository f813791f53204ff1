import type { Light, StateCode } from '@/data/types'
import { FONTS } from '@/features/command/map/style'
import { isEnded, STATES } from '@/features/command/words'

type Shape = 'round' | 'square' | 'diamond' | 'flat'

export const INK: Record<Light | 'DONE', string> = {
  GREEN: '#1b7f46',
  YELLOW: '#b06a00',
  RED: '#c22f26',
  DONE: '#738194',
}

const SIZE = 26
const RATIO = 2
const SHAPES: Partial<Record<StateCode, Shape>> = {
  REPORTED: 'round',
  ACCEPTED: 'round',
  VERIFYING: 'round',
  REPLIED: 'diamond',
  CHECKING: 'diamond',
  CHECKED: 'diamond',
}

/** 受理 round, 派遣与处置 square, 核查与结案 diamond, ended flat grey: colour alone never says it. */
const shapeOf = (state: StateCode): Shape => (isEnded(state) ? 'flat' : (SHAPES[state] ?? 'square'))

export const markName = (state: StateCode, light: Light): string =>
  `mark:${state}:${isEnded(state) ? 'DONE' : light}`

/** Drawn here, so that no picture has to be fetched. */
export function drawMark(name: string): { image: ImageData; ratio: number } | null {
  const [, state, light] = name.split(':') as [string, StateCode, Light | 'DONE']
  const canvas = Object.assign(document.createElement('canvas'), {
    width: SIZE * RATIO,
    height: SIZE * RATIO,
  })
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.scale(RATIO, RATIO)
  pen.fillStyle = INK[light]
  pen.strokeStyle = '#ffffff'
  pen.lineWidth = 1.8
  trace(pen, shapeOf(state))
  pen.fill()
  pen.stroke()
  pen.fillStyle = '#ffffff'
  pen.font = `600 12px ${FONTS}`
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.fillText(STATES[state].mark, SIZE / 2, SIZE / 2 + 0.5)
  return { image: pen.getImageData(0, 0, canvas.width, canvas.height), ratio: RATIO }
}

function trace(pen: CanvasRenderingContext2D, shape: Shape): void {
  const middle = SIZE / 2
  pen.beginPath()
  if (shape === 'round') return pen.arc(middle, middle, 10.5, 0, 2 * Math.PI)
  if (shape === 'square') return pen.roundRect(3, 3, SIZE - 6, SIZE - 6, 3)
  if (shape === 'flat') return pen.roundRect(3, 5, SIZE - 6, SIZE - 10, 8)
  pen.moveTo(middle, 0.8)
  pen.lineTo(SIZE - 0.8, middle)
  pen.lineTo(middle, SIZE - 0.8)
  pen.lineTo(0.8, middle)
  pen.closePath()
}
