const NAME_WIDTH = 18

/** An answer for reading: `name  value`, what is inside of a value further to the right. */
export function valueLines(answer: object, indent = ''): string[] {
  return Object.entries(answer).flatMap(([name, value]) => {
    const label = `${indent}${name}`
    if (!isObject(value)) return [`${label.padEnd(NAME_WIDTH)} ${value}`]
    if (Array.isArray(value)) return listLines(label, value, `${indent}  `)
    return [label, ...valueLines(value, `${indent}  `)]
  })
}

function listLines(label: string, items: readonly unknown[], indent: string): string[] {
  if (items.length === 0) return [`${label.padEnd(NAME_WIDTH)} none`]
  if (!items.some(isObject)) return [`${label.padEnd(NAME_WIDTH)} ${items.join(', ')}`]
  return [label, ...items.map((item) => `${indent}- ${inOneLine(item)}`)]
}

function inOneLine(value: unknown): string {
  if (!isObject(value)) return String(value)
  if (Array.isArray(value)) return `[${value.map(inOneLine).join(', ')}]`
  const members = Object.entries(value).map(([name, member]) =>
    isObject(member) ? `${name} (${inOneLine(member)})` : `${name} ${member}`,
  )
  return members.join(', ')
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Rows of cells, each column as wide as its widest cell; `none` without rows. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return ['none']
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, at) => Math.max(cell.length, widest[at] ?? 0)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
