import { roomByPlate, type RoomDetail } from '@/data/registry'
import { asRefusal, Refusal } from '@/data/refusal'
import { phone } from '@/sync/access'

export type Door = Pick<
  RoomDetail,
  'id' | 'lon' | 'lat' | 'grid' | 'address' | 'building' | 'unit' | 'number'
>

/** The house behind a plate: one this phone carries, line or no line, or one the server shows. */
export const roomOfPlate = async (code: string): Promise<Door> =>
  (await here(code)) ?? roomByPlate(code).catch(explained)

async function here(code: string): Promise<Door | null> {
  const rooms = await phone().then(
    (one) => one.rows('room'),
    () => [],
  )
  const found = rooms.find(({ body }) => body.plate_code === code)
  return found ? ({ ...found.body, id: found.id } as unknown as Door) : null
}

function explained(error: unknown): never {
  if (!asRefusal(error).offline) throw error
  throw new Refusal('offline', '手机里没有这个门牌，可能不在您的网格；现在没有网络，查不到别处的')
}

const LONGEST = 200

/** What is said of the place, with the door before it instead of the one scanned earlier. */
export function withDoor(said: string, door: string, earlier: string): string {
  const rest = earlier && said.startsWith(earlier) ? said.slice(earlier.length) : said
  const own = rest.replace(/^[，,\s]+/, '')
  if (own.startsWith(door)) return own
  return [door, own].filter(Boolean).join('，').slice(0, LONGEST)
}
