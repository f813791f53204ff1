/** One paragraph, heading or list of an article's plain text. */
export interface Block {
  kind: 'text' | 'head' | 'list'
  lines: string[]
}

const SIGNS: { sign: string; kind: Block['kind'] }[] = [
  { sign: '## ', kind: 'head' },
  { sign: '- ', kind: 'list' },
  { sign: '', kind: 'text' },
]

function read(line: string): { kind: Block['kind']; words: string } {
  const { sign, kind } = SIGNS.find((one) => line.startsWith(one.sign)) ?? {
    sign: '',
    kind: 'text',
  }
  return { kind, words: line.slice(sign.length) }
}

/** Lines that belong together, apart where a line is empty; the text is never read as HTML. */
export function blocksOf(body: string): Block[] {
  const parts = body.split(/\r?\n[^\S\n]*\r?\n/)
  return parts.flatMap((part) => {
    const blocks: Block[] = []
    for (const line of part.split('\n').map((one) => one.trim())) add(blocks, line)
    return blocks
  })
}

function add(blocks: Block[], line: string): void {
  if (line === '') return
  const { kind, words } = read(line)
  const last = blocks.at(-1)
  if (last?.kind === kind && kind !== 'head') last.lines.push(words)
  else blocks.push({ kind, lines: [words] })
}
