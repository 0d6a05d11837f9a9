import type { Problem } from '@millrace/contract'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Refusal } from '../api/client.ts'
import { CopyButton } from './copy-button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { sentence } from './words.ts'

const WIDTHS = ['72%', '94%', '58%', '86%', '66%', '90%', '48%', '78%']

/** The shape of what is coming. */
export function Skeleton({ lines = 5 }: { lines?: number }) {
  return (
    <div className="panel-body stack" role="status" aria-label="Loading">
      {WIDTHS.slice(0, lines).map((width) => (
        <div key={width} className="skeleton" style={{ width }} />
      ))}
    </div>
  )
}

interface NoticeProps {
  icon?: IconName
  title: string
  children?: React.ReactNode
  action?: React.ReactNode
}

/** A notice in place of a whole page: it bears the page's heading and name. */
export function PageNotice(props: NoticeProps) {
  useEffect(() => {
    document.title = `${props.title} · Millrace`
  }, [props.title])
  return <Notice {...props} heading="h1" />
}

export function Notice(props: NoticeProps & { heading?: 'h1' | 'h2' }) {
  const Heading = props.heading ?? 'h2'
  return (
    <div className="notice">
      <Icon name={props.icon ?? 'empty'} />
      <Heading>{props.title}</Heading>
      {props.children}
      {props.action && <div className="row">{props.action}</div>}
    </div>
  )
}

const EXPLAINED: Readonly<Record<Problem['kind'], { title: string; next: string }>> = {
  invalid: { title: 'The platform did not understand this', next: 'Check what you entered.' },
  unauthenticated: { title: 'You are signed out', next: 'Sign in to go on where you were.' },
  denied: {
    title: 'You may not see this',
    next: 'The admin of your account can grant it. “My access” says what you have and why.',
  },
  'not-found': {
    title: 'There is nothing here that you may see',
    next: 'It may have another name, be gone, or not be shared with you: these look the same.',
  },
  conflict: { title: 'Somebody was faster', next: 'Reload to see the present state.' },
  'precondition-failed': { title: 'It has changed meanwhile', next: 'Reload and try again.' },
  'limit-exceeded': { title: 'A limit is reached', next: 'Wait a little, or ask for more.' },
  'not-implemented': {
    title: 'Not part of this platform yet',
    next: 'The page is ready and fills as soon as this part runs. Nothing here is made up.',
  },
  unavailable: {
    title: 'The platform cannot answer now',
    next: 'It is asked again by itself. “millrace status” says what is missing.',
  },
  internal: {
    title: 'Something broke inside',
    next: 'Try again. If it stays, hand the request id to who runs the platform.',
  },
}

const ICONS: Partial<Record<Problem['kind'], IconName>> = {
  denied: 'lock',
  unauthenticated: 'lock',
  'not-implemented': 'empty',
  'not-found': 'search',
}

/** To ask these again would be answered alike. */
const AS_BEFORE: readonly Problem['kind'][] = ['not-implemented', 'denied', 'unauthenticated']

/** What happened, why, what to do now, and the id under which the log knows it. */
export function Trouble(props: { error: unknown; retry?: () => void; page?: boolean }) {
  const { error, retry } = props
  const Told = props.page ? PageNotice : Notice
  const problem = problemOf(error)
  const { title, next } = EXPLAINED[problem.kind]
  const again = retry && !AS_BEFORE.includes(problem.kind)
  return (
    <div role={problem.kind === 'not-implemented' ? undefined : 'alert'}>
      <Told icon={ICONS[problem.kind] ?? 'quarantine'} title={title}>
        {problem.kind !== 'not-implemented' && <p>{sentence(problem.message)}</p>}
        <p>{next}</p>
        {problem.requestId && problem.kind !== 'not-implemented' && (
          <p className="small faint row">
            Request id <code>{problem.requestId}</code>
            <CopyButton text={problem.requestId} label="Copy the request id" />
          </p>
        )}
        <div className="row">
          {again && (
            <button type="button" className="button" onClick={retry}>
              Try again
            </button>
          )}
          {problem.kind === 'unauthenticated' && <SignInAgain />}
          {problem.kind === 'denied' && (
            <Link className="button" to="/access">
              My access
            </Link>
          )}
        </div>
      </Told>
    </div>
  )
}

/** The sign-in ended while a page was open: back to the same page. */
function SignInAgain() {
  const { href } = useLocation()
  return (
    <Link className="button primary" to="/sign-in" search={{ next: href } as never}>
      Sign in
    </Link>
  )
}

export function problemOf(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'portal.broken', kind: 'internal', message, requestId: '' }
}

interface Asked<Data> {
  data: Data | undefined
  error: unknown
  isPending: boolean
  refetch: () => unknown
}

/** The four states of anything that was asked for; the fourth is the answer. */
export function Answer<Data>(props: {
  to: Asked<Data>
  lines?: number
  empty?: (data: Data) => boolean
  emptyNotice?: React.ReactNode
  /** It is the page itself that was asked for. */
  page?: boolean
  children: (data: Data) => React.ReactNode
}) {
  const { data, error, isPending, refetch } = props.to
  if (data !== undefined) {
    const nothing = props.empty?.(data) ?? (Array.isArray(data) && data.length === 0)
    return nothing && props.emptyNotice ? props.emptyNotice : props.children(data)
  }
  if (isPending) return <Skeleton lines={props.lines ?? 5} />
  return <Trouble error={error} retry={() => void refetch()} page={props.page ?? false} />
}
