const LINES_KEPT = 1000
/** What executors say stands in their driver’s log, each line with whose it is. */
const OF_EXECUTOR = /^executor (\w+): /

export function ofExecutor(executor: string, lines: readonly string[]): string[] {
  return lines.map((line) => `executor ${executor}: ${line}`)
}

/**
 * The newest lines of a driver. Of these its executors have at most half while it has more to say:
 * many of them, or one that says much, do not drown it.
 */
export class LogLines {
  readonly #max: number
  #lines: readonly string[] = []
  #added: string[] = []

  constructor(max = LINES_KEPT) {
    this.#max = max
  }

  /** Lets go of what is not kept once it is as much as what is: most lines cost no look at all. */
  add(lines: readonly string[]): void {
    for (const line of lines) this.#added.push(line)
    if (this.#added.length <= this.#max) return
    this.#lines = this.newest()
    this.#added = []
  }

  newest(max = this.#max): readonly string[] {
    return newestLines([...this.#lines, ...this.#added], max)
  }
}

function newestLines(lines: readonly string[], max: number): readonly string[] {
  if (lines.length <= max) return lines
  const marked = lines.map(executors)
  const theirs = marked.filter(Boolean).length
  const own = lines.length - theirs
  const theirsKept = Math.min(theirs, Math.max(Math.floor(max / 2), max - own))
  const left = { theirs: theirs - theirsKept, own: own - (max - theirsKept) }
  return lines.filter((_line, at) => {
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
