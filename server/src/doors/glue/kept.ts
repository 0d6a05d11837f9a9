/**
 * What the catalog keeps as it was given, as JSON. Instants and bytes are told by values that texts
 * of people cannot be: a number, a list.
 */
export function toKept(members: object): Record<string, unknown> {
  return mapped(members, (value) => {
    if (value instanceof Date) return { $instant: value.getTime() }
    if (value instanceof Uint8Array) return { $bytes: [Buffer.from(value).toString('base64')] }
    return undefined
  }) as Record<string, unknown>
}

/** As it was given. */
export function fromKept<Members extends object>(kept: Record<string, unknown>): Members {
  return mapped(kept, (value) => {
    const { $instant, $bytes } = value as { $instant?: unknown; $bytes?: unknown }
    if (typeof $instant === 'number') return new Date($instant)
    if (Array.isArray($bytes)) return Uint8Array.from(Buffer.from(String($bytes[0]), 'base64'))
    return undefined
  }) as Members
}

function mapped(value: unknown, change: (value: object) => unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  const changed = change(value)
  if (changed !== undefined) return changed
  if (Array.isArray(value)) return value.map((one) => mapped(one, change))
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  return Object.fromEntries(parts.map(([name, part]) => [name, mapped(part, change)]))
}
