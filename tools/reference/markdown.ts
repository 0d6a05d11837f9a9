export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

export function code(text: string): string {
  return `\`${text}\``
}

/** What clients see, and which of the platform's own errors stand behind it. */
export function errorTable(
  errors: readonly { wire: string; status: number; own: string }[],
): string {
  const rows = new Map<string, string[]>()
  for (const { wire, status, own } of errors) {
    const key = `${status} ${wire}`
    rows.set(key, [...(rows.get(key) ?? []), code(own)])
  }
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  return table(
    ['status', 'error', 'when'],
    sorted.map(([key, own]) => {
      const [status = '', ...wire] = key.split(' ')
      return [status, code(wire.join(' ')), [...new Set(own)].sort().join(', ')]
    }),
  )
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|')
}
