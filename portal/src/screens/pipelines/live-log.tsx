import type { RunLog } from '@millrace/contract'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'
import { Notice, Skeleton, Trouble } from '../../ui/states.tsx'

const EVERY_MS = 1000
const LINES_MAX = 5000

type Line = RunLog['lines'][number] & { number: number }

/** Asks for what is new, and only that, until the run is over. */
function useRunLog(id: string) {
  const [lines, setLines] = useState<Line[]>()
  const [error, setError] = useState<unknown>()
  const [finished, setFinished] = useState(false)
  useEffect(() => {
    const stop = new AbortController()
    void follow(id, stop.signal, (log) => {
      setLines((known = []) => append(known, log))
      setFinished(log.finished)
    }).catch((reason: unknown) => {
      if (!stop.signal.aborted) setError(reason)
    })
    return () => stop.abort()
  }, [id])
  return { lines, error, finished }
}

async function follow(id: string, signal: AbortSignal, hear: (log: RunLog) => void) {
  let after: string | undefined
  while (!signal.aborted) {
    const log = await call('getRunLog', { params: { id }, query: { after } }, signal)
    hear(log)
    if (log.finished) return
    after = log.next
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  }
}

function append(known: readonly Line[], { lines }: RunLog): Line[] {
  const start = (known.at(-1)?.number ?? 0) + 1
  const added = lines.map((line, index) => ({ ...line, number: start + index }))
  return [...known, ...added].slice(-LINES_MAX)
}

export function LiveLog({ runId }: { runId: string }) {
  const { lines, error, finished } = useRunLog(runId)
  const box = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it waits for.
  useEffect(() => {
    const log = box.current
    if (!log) return
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < 120
    if (near) log.scrollTop = log.scrollHeight
  }, [lines])
  if (error) return <Trouble error={error} />
  if (!lines) return <Skeleton lines={5} />
  if (lines.length === 0 && finished) return <Notice title="It said nothing" />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must take the focus.
    <section className="log" ref={box} tabIndex={0} aria-label="Log of the run">
      {lines.map(({ number, stream, text }) => (
        <div key={number} className={stream}>
          {text}
        </div>
      ))}
      {!finished && <div className="faint">…</div>}
    </section>
  )
}
