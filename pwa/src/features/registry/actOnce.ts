import { dropDraftsBelow } from '@/data/drafts'
import type { Act, Told } from '@/features/registry/later'
import { keepOnce, keptBelow } from '@/features/registry/useKept'

/** Something done without a form; its id is kept until it is kept itself, so that pressing again does it once. */
export async function actOnce(act: Act): Promise<Told> {
  const name = `${keptBelow()}:${act.row ?? ''}:${act.kind}`
  const told = await keepOnce(name, act)
  dropDraftsBelow(name)
  return told
}
