/** What executors say stands in their driver’s log, each line with whose it is. */
const OF_EXECUTOR = /^executor (\w+): /

export function ofExecutor(executor: string, lines: readonly string[]): string[] {
  return lines.map((line) => `executor ${executor}: ${line}`)
}

/** Adds lines, and lets go of what is not kept once it is as much as what is. */
export function keepLines(log: string[], added: readonly string[], linesMax: number): void {
  for (const line of added) log.push(line)
  if (log.length <= 2 * linesMax) return
  const kept = keptLines(log, linesMax)
  log.length = 0
  for (const line of kept) log.push(line)
}

/**
 * The newest lines. Of these executors have at most half while their driver has more to say: many
 * of them, or one that says much, do not drown it.
 */
export function keptLines(log: readonly string[], linesMax: number): readonly string[] {
  if (log.length <= linesMax) return log
  const marked = log.map(executors)
  const theirs = marked.filter(Boolean).length
  const own = log.length - theirs
  const theirsKept = Math.min(theirs, Math.max(Math.floor(linesMax / 2), linesMax - own))
  const left = { theirs: theirs - theirsKept, own: own - (linesMax - theirsKept) }
  return log.filter((_line, at) => {
    const whose = marked[at] ? 'theirs' : 'own'
    left[whose] -= 1
    return left[whose] < 0
  })
}

/** Asked of each line that comes: most are told apart by their beginning. */
function executors(line: string): boolean {
  return line.startsWith('executor ') && OF_EXECUTOR.test(line)
}

/** The driver’s own lines, and those of each executor without the mark. */
export function linesByExecutor(log: readonly string[]): {
  driver: string[]
  executors: Map<string, string[]>
} {
  const driver: string[] = []
  const executors = new Map<string, string[]>()
  for (const line of log) {
    const [mark, executor] = OF_EXECUTOR.exec(line) ?? []
    if (mark === undefined || executor === undefined) driver.push(line)
    else executors.set(executor, [...(executors.get(executor) ?? []), line.slice(mark.length)])
  }
  return { driver, executors }
}
