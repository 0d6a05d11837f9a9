/** Can PostgreSQL keep every text in `value`? It has no NUL and no half of a pair of surrogates. */
export function storable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0')
  if (value === null || typeof value !== 'object') return true
  return Object.entries(value).every(([name, part]) => storable(name) && storable(part))
}
