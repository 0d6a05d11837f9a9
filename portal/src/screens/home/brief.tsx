import type { Problem } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Panel } from '../../ui/page.tsx'
import { problemOf, Skeleton } from '../../ui/states.tsx'
import { sentence } from '../../ui/words.ts'

interface Asked<Data> {
  data: Data | undefined
  error: unknown
  isPending: boolean
}

const QUIET: readonly Problem['kind'][] = ['not-implemented', 'denied']

/** One short list of the home page; what this platform does not serve leaves no trace. */
export function Brief<Item>(props: {
  title: string
  all: string
  asked: Asked<readonly Item[]>
  none: string
  shown?: number
  row: (item: Item) => React.ReactNode
  itemKey: (item: Item) => string
}) {
  const { data, error, isPending } = props.asked
  if (!data && error && QUIET.includes(problemOf(error).kind)) return null
  const items = data?.slice(0, props.shown ?? 5) ?? []
  return (
    <Panel
      title={props.title}
      flush
      aside={
        <Link className="small" to={props.all} aria-label={`All: ${props.title}`}>
          All
        </Link>
      }
    >
      {isPending && <Skeleton lines={3} />}
      {!data && error ? (
        <p className="panel-body bad">{sentence(problemOf(error).message)}</p>
      ) : null}
      {data?.length === 0 && <p className="panel-body soft">{props.none}</p>}
      <ul>
        {items.map((item) => (
          <li key={props.itemKey(item)} className="brief">
            {props.row(item)}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
