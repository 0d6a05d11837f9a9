/** What executors say stands in their driver’s log, each line with whose it is. */
const OF_EXECUTOR = /^executor (\w+): /

export function ofExecutor(executor: string, lines: readonly string[]): string[] {
  return lines.map((line) => `executor ${executor}: ${line}`)
}

/**
 * Adds lines and lets the oldest go. Of what is kept executors have at most half while their driver
 * has more to say: many of them, or one that says much, do not drown it.
 */
export function keepLines(log: string[], added: readonly string[], linesMax: number): void {
  log.push(...added)
  while (log.length > linesMax) {
    const theirs = log.filter(executors).length
    const own = log.length - theirs
    const surplus = log.length - linesMax
    const fromThem = theirs > own
    let left = Math.min(surplus, Math.max(1, Math.abs(theirs - own)))
    const kept = log.filter((line) => {
      if (left === 0 || executors(line) !== fromThem) return true
      left -= 1
      return false
    })
    log.splice(0, log.length, ...kept)
  }
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
