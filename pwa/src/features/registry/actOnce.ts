import { commandId, dropDraftsBelow } from '@/data/drafts'
import { changeRow, type Done, type RegistryKind } from '@/data/registry'
import { keptBelow } from '@/features/registry/useKept'

/** A command without a form; its id is kept until its answer has come, so that pressing again does it once. */
export async function actOnce(
  kind: RegistryKind,
  row: string,
  verb: string,
  body: object,
): Promise<Done> {
  const name = `${keptBelow()}:${kind}:${row}:${verb}`
  const done = await changeRow(kind, row, verb, body, commandId(name, body))
  dropDraftsBelow(name)
  return done
}
