import type { RunDetail } from '@millrace/contract'
import { duration } from '../../ui/words.ts'

type Stage = RunDetail['stages'][number]
const TONES = { waiting: '', running: 'info', done: '', failed: 'bad' } as const

/** When each stage began and ended, on one line of time. */
export function StageBars({ stages }: { stages: readonly Stage[] }) {
  const now = Date.now()
  const starts = stages.flatMap(({ startedAt }) => (startedAt ? [Date.parse(startedAt)] : []))
  const first = Math.min(...starts)
  const last = Math.max(...stages.map((stage) => end(stage, now)))
  const span = Math.max(1, last - first)
  return (
    <ul className="stack" style={{ gap: 6 }}>
      {stages.map((stage) => {
        const from = stage.startedAt ? Date.parse(stage.startedAt) : last
        const took = (end(stage, now) - from) / 1000
        return (
          <li key={stage.name} className="stage">
            <span>{stage.name}</span>
            <span className={`meter ${TONES[stage.state]}`}>
              <i
                style={{
                  marginLeft: `${((from - first) / span) * 100}%`,
                  width: `${Math.max(0.6, ((took * 1000) / span) * 100)}%`,
                }}
              />
            </span>
            <span className="faint small">
              {stage.startedAt ? duration(Math.max(0, took)) : stage.state}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function end({ startedAt, endedAt }: Stage, now: number): number {
  if (endedAt) return Date.parse(endedAt)
  return startedAt ? now : 0
}
