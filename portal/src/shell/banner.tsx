import type { Status } from '@millrace/contract'
import { useAsk } from '../api/queries.ts'
import { problemOf } from '../ui/states.tsx'

const EVERY_MS = 5000

interface Message {
  tone: 'info' | 'warn' | 'bad'
  text: string
}

/** What is on the page stays there, so that it can be read; that it may be old is said. */
const SILENT: Message = {
  tone: 'bad',
  text: 'The platform does not answer. What you see is from before, and is asked for again.',
}

/** What everybody should know of the platform now; nothing when all is well. */
export function Banner() {
  const status = useAsk('getStatus', {}, { everyMs: EVERY_MS })
  const silent = status.isRefetchError && problemOf(status.error).kind === 'unavailable'
  const messages = silent ? [SILENT] : status.data ? messagesOf(status.data) : []
  const tone = worst(messages)
  if (!tone) return <div style={{ gridArea: 'banner' }} />
  return (
    <div className={`banner ${tone}`} role="status">
      {messages.map(({ text }) => (
        <span key={text}>{text}</span>
      ))}
    </div>
  )
}

function worst(messages: readonly Message[]): Message['tone'] | undefined {
  return (['bad', 'warn', 'info'] as const).find((tone) => messages.some((m) => m.tone === tone))
}

export function messagesOf({ isolation, engine, demo, components }: Status): Message[] {
  const messages: Message[] = []
  if (isolation === 'trusted')
    messages.push({
      tone: 'warn',
      text: 'Trusted mode: this host cannot box code, so only demo data belongs here.',
    })
  const detail = engine.detail && `: ${engine.detail}`
  if (engine.state === 'failed')
    messages.push({ tone: 'bad', text: `The Spark engine failed${detail}.` })
  if (engine.state === 'provisioning' || engine.state === 'warming')
    messages.push({ tone: 'info', text: `The Spark engine is ${engine.state}${detail}.` })
  if (demo.state === 'playing')
    messages.push({
      tone: 'info',
      text: `The demo plays: step ${demo.step ?? 1} of ${demo.steps ?? '?'}.`,
    })
  if (demo.state === 'failed')
    messages.push({ tone: 'bad', text: 'The demo failed: npm start -- --retry-demo goes on.' })
  for (const { name, state, detail: why } of components)
    if (state === 'failed')
      messages.push({ tone: 'bad', text: `${name} failed${why ? `: ${why}` : ''}.` })
  return messages
}
