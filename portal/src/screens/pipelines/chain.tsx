import type { ChainLink } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { paths } from '../../paths.ts'
import { LINK_TONES } from '../../ui/tones.ts'
import { Clock, Pill } from '../../ui/values.tsx'
import { duration } from '../../ui/words.ts'

/** What the deadline hangs on, back to the files: what needs a link stands above it. */
export function Chain({ links }: { links: readonly ChainLink[] }) {
  return (
    <ul className="chain">
      {branches(links).map(([link, ...behind]) => (
        <li key={links.indexOf(link)} className={link.critical ? 'critical' : undefined}>
          <Line link={link} ends={link.critical && !behind.some(({ critical }) => critical)} />
          {behind.length > 0 && <Chain links={behind} />}
        </li>
      ))}
    </ul>
  )
}

type Branch = [ChainLink, ...ChainLink[]]

/** Each link of the first depth, with what lies behind it. */
function branches(links: readonly ChainLink[]): Branch[] {
  const found: Branch[] = []
  for (const link of links) {
    const branch = found.at(-1)
    if (branch && link.depth > branch[0].depth) branch.push(link)
    else found.push([link])
  }
  return found
}

/** `ends`: what the deadline waits for in the end. */
function Line({ link, ends }: { link: ChainLink; ends: boolean }) {
  const { state, mustAt, depth } = link
  return (
    <div className="chain-link">
      <div className="row">
        <strong>
          <Name link={link} />
        </strong>
        <Pill tone={LINK_TONES[state]}>{state === 'arrived' ? arrived(link) : state}</Pill>
      </div>
      <p className="soft">
        {mustAt && (
          <>
            {depth === 0 ? 'due' : 'needed by'} <Clock at={mustAt} />
            {', '}
          </>
        )}
        <Progress link={link} />
      </p>
      <Margin link={link} ends={ends} />
    </div>
  )
}

const arrived = ({ kind }: ChainLink) => (kind === 'pipeline' ? 'made' : 'arrived')

function Name({ link: { kind, name, id, slice, dataset } }: { link: ChainLink }) {
  if (kind === 'hidden') return 'An input that is hidden from you'
  const table = dataset && `${dataset.database}.${dataset.table}`
  if (kind === 'further') return `What makes ${table}, further back`
  const text = slice === undefined || slice === 'whole' ? name : `${name}, ${slice}`
  if (id === undefined) return text
  return <Link to={kind === 'pipeline' ? paths.pipeline(id) : paths.delivery(id)}>{text}</Link>
}

/** What is known of it, in words. */
function Progress({ link }: { link: ChainLink }) {
  const { kind, state, vendor, expectedAt, promisedAt, startedAt, usualSeconds } = link
  if (state === 'arrived')
    return (
      <>
        {arrived(link)} {expectedAt && <Clock at={expectedAt} />}
      </>
    )
  if (kind === 'delivery')
    return (
      <>
        {link.quarantined && 'in quarantine, '}
        {promisedAt ? 'promised for ' : 'without a promised time'}
        {promisedAt && <Clock at={promisedAt} />}
        {vendor && `, from ${vendor}`}
      </>
    )
  if (kind !== 'pipeline')
    return expectedAt ? <>expected {<Clock at={expectedAt} />}</> : 'not there'
  return (
    <>
      {startedAt && (
        <>
          runs since <Clock at={startedAt} />
          {', '}
        </>
      )}
      {usualSeconds === undefined
        ? 'its usual time is unknown'
        : `usually takes ${duration(usualSeconds)}`}
      {expectedAt && (
        <>
          , expected <Clock at={expectedAt} />
        </>
      )}
    </>
  )
}

function Margin({ link: { marginSeconds, mustAt }, ends }: { link: ChainLink; ends: boolean }) {
  if (!mustAt) return null
  const path = ends && <span className="faint"> · least margin</span>
  if (marginSeconds === undefined) return <p className="faint">margin unknown{path}</p>
  const late = marginSeconds < 0
  return (
    <p className={late ? 'bad' : undefined}>
      {duration(Math.abs(marginSeconds))} {late ? 'too late' : 'to spare'}
      {path}
    </p>
  )
}
