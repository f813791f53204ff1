import { Locked, safe } from '@/data/safe'

/** Photos and recordings of a draft, kept in IndexedDB until the draft is sent or dropped. */

export interface Shot {
  key: string
  /** The draft it belongs to. */
  draft: string
  /** Bytes rather than a Blob: older iOS loses stored Blobs. */
  bytes: ArrayBuffer
  takenAt?: string
  lon?: number
  lat?: number
  accuracy?: number
  /** Time, place and worker are written into the picture. */
  burnt?: boolean
  /** A small picture of it, to go ahead. */
  small?: ArrayBuffer
  /** The server's id once it is there. */
  photo?: string
}

const STORE = 'shots'

export async function shotsOf(draft: string): Promise<Shot[]> {
  const all = await withStore<Shot[]>('readonly', (store) => store.getAll() as IDBRequest<Shot[]>)
  const mine = all.filter((shot) => shot.draft === draft).map(opened)
  return mine.sort((a, b) => (a.key < b.key ? -1 : 1))
}

export async function keepShot(shot: Shot): Promise<void> {
  await withStore('readwrite', (store) => store.put(sealed(shot)))
}

export async function dropShot(key: string): Promise<void> {
  await withStore('readwrite', (store) => store.delete(key))
}

/** Pictures a worker took before there was a PIN. */
export async function sealShots(): Promise<void> {
  const all = await withStore('readonly', (store) => store.getAll() as IDBRequest<Stored[]>)
  const plain = all.filter(({ draft, sealed: isSealed }) => draft.startsWith('w:') && !isSealed)
  for (const shot of plain) await keepShot(shot)
}

interface Stored extends Shot {
  sealed?: boolean
}

/** While there is a PIN, the picture itself; what remains says no more than when and where to look for it. */
function sealed(shot: Shot): Stored {
  const cipher = shot.draft.startsWith('w:') ? safe.cipher : null
  if (!cipher) return shot
  const { lon, lat, ...rest } = shot
  const place = new TextEncoder().encode(JSON.stringify({ lon, lat }))
  const bytes = new Uint8Array(4 + place.length + shot.bytes.byteLength)
  new DataView(bytes.buffer).setUint32(0, place.length)
  bytes.set(place, 4)
  bytes.set(new Uint8Array(shot.bytes), 4 + place.length)
  return { ...rest, bytes: cipher.seal(bytes, `shot:${shot.key}`).buffer, sealed: true }
}

function opened({ sealed: isSealed, ...shot }: Stored): Shot {
  if (!isSealed) return shot
  const { cipher } = safe
  if (!cipher) throw new Locked()
  const bytes = cipher.open(new Uint8Array(shot.bytes), `shot:${shot.key}`)
  const start = 4 + new DataView(bytes.buffer).getUint32(0)
  const place = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start))) as Partial<Shot>
  return { ...shot, ...place, bytes: bytes.slice(start).buffer }
}

async function withStore<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    const transaction = database.transaction(STORE, mode)
    const request = ask(transaction.objectStore(STORE))
    await new Promise<void>((done, fail) => {
      transaction.addEventListener('complete', () => done())
      transaction.addEventListener('abort', () => fail(transaction.error ?? new Error('aborted')))
    })
    return request.result
  } finally {
    database.close()
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((done, fail) => {
    const request = indexedDB.open('drafts', 1)
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore(STORE, { keyPath: 'key' }),
    )
    request.addEventListener('success', () => done(request.result))
    request.addEventListener('error', () => fail(request.error ?? new Error('no store')))
  })
}
