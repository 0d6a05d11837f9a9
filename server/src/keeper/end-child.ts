import type { ChildProcess } from 'node:child_process'
import type { Log } from '../foundation/log.ts'

export function running({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}

/** Tells `child` to end, and kills it where it has not ended by then: its state survives that. */
export function endChild(
  child: ChildProcess,
  { signal, secondsMax, log }: { signal: NodeJS.Signals; secondsMax: number; log: Log },
): void {
  child.kill(signal)
  const timer = setTimeout(() => {
    log.error({ pid: child.pid, secondsMax }, 'the server did not end by itself: it is killed')
    child.kill('SIGKILL')
  }, secondsMax * 1000)
  child.once('exit', () => clearTimeout(timer))
}
