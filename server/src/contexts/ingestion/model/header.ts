import type { Column } from './feed.ts'

/** How a file's header relates to the contract. */
export interface HeaderDifference {
  missing: string[]
  added: string[]
  /** Nothing is missing: new columns are left aside until the contract takes them in. */
  additive: boolean
}

export function compareHeader(
  contract: readonly Column[],
  header: readonly string[],
): HeaderDifference {
  const names = contract.map(({ name }) => name)
  const missing = names.filter((name) => !header.includes(name))
  const added = header.filter((name) => !names.includes(name))
  return { missing, added, additive: missing.length === 0 }
}

/** The cells of one line of CSV. */
export function splitLine(line: string, dialect: { delimiter: string; quote: string }): string[] {
  const { delimiter, quote } = dialect
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] as string
    if (quoted && letter === quote && line[at + 1] === quote) {
      cell += quote
      at += 1
    } else if (letter === quote) quoted = !quoted
    else if (letter === delimiter && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...cells, cell]
}
