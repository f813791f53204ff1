import { computed, shallowRef } from 'vue'
import { account } from '@/data/session'
import { forget, going, recall, remember, type Going } from '@/features/patrol/going'
import { PatrolStore } from '@/features/patrol/store'
import { isStep, metresOf, type Step } from '@/features/patrol/walking'
import { phone } from '@/sync/access'

const MINUTE = 60_000
const BATCH_EVERY = 5 * MINUTE
/** Nobody goes round for so long: it was forgotten, and ended where the phone was last. */
const LONGEST = 12 * 60 * MINUTE

/** The way so far, for the map and the distance. */
export const track = shallowRef<Step[]>([])
export const metres = computed(() => metresOf(track.value))
export const trouble = shallowRef('')

let store: PatrolStore | null = null
let watching: number | undefined
let batches: ReturnType<typeof setInterval> | undefined

const scopeOf = ({ grid }: Going): string => `grid:${grid}`
const secondsOf = (one: Going, now: number): number => Math.round((now - one.begun_at) / 1000)

const storeOf = (id: number): PatrolStore => (store ??= new PatrolStore(id))

/** On duty from here: the beginning is saved first, then the first fix is asked for. */
export async function begin(grid: number, gridName: string): Promise<void> {
  const who = account.value
  if (!who || going.value) return
  const begun_at = Date.now()
  const shown = {
    by: { id: who.id, name: who.name },
    grid: { id: grid, name: gridName },
    begun_at: new Date(begun_at).toISOString(),
    ended_at: null,
    seconds: null,
    metres: 0,
  }
  const one = await phone()
  const doing = { kind: 'patrol.begin', title: `开始巡查 ${gridName}`, scope: `grid:${grid}` }
  const { id } = await one.save({ ...doing, data: { grid }, shown })
  remember({ id, account: who.id, grid, gridName, begun_at })
  track.value = []
  watch()
}

/** After the page was closed and opened again. */
export async function resume(id: number): Promise<void> {
  const held = recall(id)
  await storeOf(id).ageOut(Date.now())
  if (!held || held.account !== account.value?.id) return
  going.value = held
  track.value = await storeOf(id).track(held.id)
  if (Date.now() - held.begun_at > LONGEST) await end()
  else watch()
}

/** Off duty: nothing is asked of the receiver from here on. */
export async function end(): Promise<void> {
  const now = going.value
  if (!now) return
  pause()
  const last = track.value.at(-1)?.[2] ?? 0
  const isForgotten = Date.now() - now.begun_at > LONGEST
  const ended = isForgotten ? now.begun_at + last * 1000 : Date.now()
  const ended_at = new Date(ended).toISOString()
  const shown = { ended_at, seconds: secondsOf(now, ended), metres: metres.value }
  const one = await phone()
  await storeOf(now.account).handOver(now.id, (points) =>
    one.save({
      kind: 'patrol.end',
      title: `结束巡查 ${now.gridName}`,
      row: now.id,
      scope: scopeOf(now),
      data: { points },
      occurred_at: ended_at,
      shown,
    }),
  )
  await storeOf(now.account).forget(now.id)
  forget(now.account)
  track.value = []
}

/** Signed out, or the page goes: the receiver stops, what was walked stays. */
export function pause(): void {
  if (watching !== undefined) navigator.geolocation.clearWatch(watching)
  watching = undefined
  clearInterval(batches)
}

/** Another account may sign in on this phone. */
export function leave(): void {
  pause()
  going.value = null
  track.value = []
  store?.close()
  store = null
}

function watch(): void {
  pause()
  trouble.value = ''
  batches = setInterval(() => void sendBatch().catch(() => undefined), BATCH_EVERY)
  if (!('geolocation' in navigator)) {
    trouble.value = '这台手机不能定位，只记录巡查的开始和结束'
    return
  }
  watching = navigator.geolocation.watchPosition(
    ({ coords, timestamp }) => void took(coords, timestamp).catch(() => undefined),
    (error) => (trouble.value = TROUBLE[error.code] ?? ''),
    { enableHighAccuracy: true, maximumAge: 5000, timeout: 30_000 },
  )
}

const TROUBLE: Record<number, string> = {
  1: '没有定位权限，只记录巡查的开始和结束。请在浏览器设置里允许定位',
  2: '暂时定不了位，到室外会接着记录',
  3: '暂时定不了位，到室外会接着记录',
}

async function took(coords: GeolocationCoordinates, at: number): Promise<void> {
  const now = going.value
  if (!now) return
  trouble.value = ''
  const step: Step = [
    Number(coords.longitude.toFixed(5)),
    Number(coords.latitude.toFixed(5)),
    Math.max(0, secondsOf(now, at)),
  ]
  const last = track.value.at(-1)
  if (!isStep(last, step, coords.accuracy)) return
  track.value = [...track.value, step]
  await storeOf(now.account).add(now.id, step, Date.now())
}

/** One batch at most waits; without a line the rest stays here, where it may be thinned. */
export async function sendBatch(): Promise<void> {
  const now = going.value
  if (!now) return
  const one = await phone()
  const waiting = await one.box.commands.toArray()
  if (waiting.some(({ kind, row }) => kind === 'patrol.walk' && row === now.id)) return
  await storeOf(now.account).handOver(now.id, async (points) => {
    if (points.length === 0) return
    await one.save({
      kind: 'patrol.walk',
      title: `巡查轨迹 ${now.gridName}`,
      row: now.id,
      scope: scopeOf(now),
      data: { points },
    })
  })
}
