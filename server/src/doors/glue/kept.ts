const INSTANTS = ['LastAccessTime', 'LastAnalyzedTime'] as const

/** What the catalog keeps as it was given, as JSON. */
export function toKept(members: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(members)) as Record<string, unknown>
}

/** As it was given: its instants are dates again. */
export function fromKept<Members extends object>(kept: Record<string, unknown>): Members {
  const instants = INSTANTS.filter((name) => typeof kept[name] === 'string')
  const dates = instants.map((name) => [name, new Date(kept[name] as string)])
  return { ...kept, ...Object.fromEntries(dates) } as Members
}
