import type { Table } from 'dexie'
import type { Outbox, Replica } from '@/sync/db'

const AT_ONCE = 20

/**
 * Writes every row once more, which seals it on the way: for what was kept before there was a PIN.
 * Sealed and open rows are read alike, so that it may be cut off anywhere and begun again.
 */
export async function sealKept(box: Outbox, replica: Replica): Promise<void> {
  for (const table of [box.commands, box.journal, box.media, replica.rows])
    await rewrite(table as Table<object, unknown>)
}

async function rewrite(table: Table<object, unknown>): Promise<void> {
  const keys = await table.toCollection().primaryKeys()
  for (let from = 0; from < keys.length; from += AT_ONCE)
    await table.db.transaction('rw', table, async () => {
      const rows = await table.bulkGet(keys.slice(from, from + AT_ONCE))
      await table.bulkPut(rows.filter((row) => row !== undefined))
    })
}
