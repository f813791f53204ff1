import { later, type Act, type Told } from '@/features/registry/later'
import { keptBelow } from '@/features/registry/useKept'
import { timedId } from '@/sync/ids'

const underWay = new Map<string, Promise<Told>>()

/**
 * Something done without a form; pressed again before it has come back it is done once. That is remembered no longer:
 * an id that outlived the app would make the same deed of another day one that was done already.
 */
export function actOnce(act: Act): Promise<Told> {
  const name = JSON.stringify([keptBelow(), { ...act, shown: null, media: null }])
  const told =
    underWay.get(name) ?? later(act, timedId(Date.now())).finally(() => underWay.delete(name))
  underWay.set(name, told)
  return told
}
