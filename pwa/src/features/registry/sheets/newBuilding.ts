import { Refusal } from '@/data/refusal'
import type { Where } from '@/features/report/useWhere'
import type { Body } from '@/sync/wire'

export interface NewBuilding {
  name: string
  address: string
  floors: string
  kind: string
  spot: Where | null
}

export const BLANK: NewBuilding = { name: '', address: '', floors: '', kind: '', spot: null }

/** What the server takes; what it would refuse for certain is said at once, at its field. */
export function buildingBody(told: NewBuilding): Body {
  const { floors, kind, spot } = told
  const wrong = wrongIn(told)
  if (!spot || Object.keys(wrong).length)
    throw new Refusal('invalid', '还有几项没有填好，请看红字', wrong)
  return {
    name: told.name.trim(),
    address: told.address.trim(),
    ...(floors && { floors: Number(floors) }),
    ...(kind && { kind }),
    lon: spot.lon,
    lat: spot.lat,
    crs: spot.crs,
    source: 'DOOR',
  }
}

function wrongIn({ name, address, floors, spot }: NewBuilding): Record<string, string[]> {
  return {
    ...(!name.trim() && { name: ['请填写楼栋名称'] }),
    ...(!address.trim() && { address: ['请填写地址'] }),
    ...(!spot && { lat: ['还没有位置，请定位或在地图上选'] }),
    ...(floors && !/^[1-9]\d{0,2}$/.test(floors.trim()) && { floors: ['层数应为1至999的整数'] }),
  }
}
