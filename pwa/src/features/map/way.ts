import { apart, far } from '@/features/patrol/walking'

export type Spot = [lon: number, lat: number]

const WINDS = ['北', '东北', '东', '东南', '南', '西南', '西', '西北']
/** Nearer than this a direction would only follow the errors of the fix. */
const HERE = 20

const rad = (degrees: number): number => (degrees * Math.PI) / 180

/** Clockwise from north, in degrees, as one sets out from `from`. */
function bearing([lon1, lat1]: Spot, [lon2, lat2]: Spot): number {
  const turn = rad(lon2 - lon1)
  const y = Math.sin(turn) * Math.cos(rad(lat2))
  const x =
    Math.cos(rad(lat1)) * Math.sin(rad(lat2)) -
    Math.sin(rad(lat1)) * Math.cos(rad(lat2)) * Math.cos(turn)
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360
}

/** 在您东北方约320米 */
export function awayWords(from: Spot, to: Spot): string {
  const metres = apart([...from, 0], [...to, 0])
  if (metres < HERE) return '您就在附近'
  const wind = WINDS[Math.round(bearing(from, to) / 45) % WINDS.length] ?? ''
  return `在您${wind}方约${far(Math.round(metres / 10) * 10)}`
}

/** Nothing of the matter goes along but where it is. */
const NAME = '目的地'

/**
 * Pages of the map makers that open their app where it is installed and turn WGS-84 into their own
 * coordinates, and the address of RFC 5870, which the phone hands to whatever map it has.
 */
export const waysTo = ([lon, lat]: Spot): { name: string; href: string }[] => [
  {
    name: '高德地图',
    href: `https://uri.amap.com/navigation?to=${lon},${lat},${encodeURIComponent(NAME)}&mode=walk&coordinate=wgs84&callnative=1`,
  },
  {
    name: '百度地图',
    href: `https://api.map.baidu.com/marker?location=${lat},${lon}&title=${encodeURIComponent(NAME)}&content=${encodeURIComponent(NAME)}&coord_type=wgs84&output=html`,
  },
  { name: '手机上的其他地图', href: `geo:${lat},${lon}?q=${lat},${lon}` },
]
