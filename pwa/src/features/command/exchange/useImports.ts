import { shallowRef } from 'vue'
import { newId } from '@/data/ids'
import { listImports, uploadSheet, type ImportRow, type SheetKind } from '@/data/exchange'
import { asRefusal, type Refusal } from '@/data/refusal'

const MEGABYTE = 1024 * 1024
const LARGEST = 64 * MEGABYTE

const server = { listImports, uploadSheet }

/** Why a file is not even sent; the server looks again. */
export function unfit(file: { name: string; size: number }): string {
  if (/\.xls$/i.test(file.name)) return '旧版 .xls 不能读取，请在表格软件中另存为 .xlsx 后再上传'
  if (!/\.(xlsx|csv)$/i.test(file.name)) return `“${file.name}”不是表格，请选择 .xlsx 或 .csv 文件`
  if (file.size === 0) return '这个文件是空的，请检查后再上传'
  return file.size > LARGEST ? '文件超过 64 MB，请拆成几个文件分别上传' : ''
}

/** One's own imports, newest first, and bringing in another. */
export function useImports(open: (id: string) => void, ask = server) {
  const rows = shallowRef<ImportRow[]>([])
  const next = shallowRef<string | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const wrong = shallowRef('')
  const sending = shallowRef('')

  async function read(cursor: string | null): Promise<void> {
    try {
      const page = await ask.listImports(cursor)
      rows.value = cursor ? [...rows.value, ...page.rows] : page.rows
      next.value = page.next
      refusal.value = null
    } catch (error) {
      refusal.value = asRefusal(error)
    }
  }

  async function upload(kind: SheetKind, file: File): Promise<void> {
    if (sending.value) return
    wrong.value = unfit(file)
    if (wrong.value) return
    sending.value = file.name
    try {
      const row = await ask.uploadSheet(kind, file, newId())
      patch(row)
      open(row.id)
    } catch (error) {
      wrong.value = asRefusal(error).message
    } finally {
      sending.value = ''
    }
  }

  /** A run that is watched shows its state in the list too. */
  function patch(row: ImportRow): void {
    const held = rows.value.some(({ id }) => id === row.id)
    rows.value = held
      ? rows.value.map((old) => (old.id === row.id ? row : old))
      : [row, ...rows.value]
  }

  void read(null)
  return { rows, next, refusal, wrong, sending, upload, patch, more: () => read(next.value) }
}
