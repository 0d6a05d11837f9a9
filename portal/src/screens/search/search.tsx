import type { DatasetSearch, Facet } from '@millrace/contract'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useAsk } from '../../api/queries.ts'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { counted } from '../../ui/words.ts'
import { DatasetRow } from './dataset-row.tsx'

interface Wanted {
  q?: string
  tag?: string
  access?: string
  cursor?: string
}

/** Do we have this already? */
export function SearchScreen() {
  const wanted = useSearch({ strict: false }) as Wanted
  const navigate = useNavigate()
  const found = useAsk('searchDatasets', { query: wanted })
  const want = (change: Wanted) =>
    void navigate({
      to: '/search',
      search: clean({ ...wanted, cursor: undefined, ...change }) as never,
      replace: true,
    })
  return (
    <Page title="Datasets" lead="Everything that your account owns, was granted, or could ask for.">
      <search className="filters">
        <TextField
          wide
          label="Search"
          type="search"
          placeholder="Name, column, words of the documentation"
          value={wanted.q ?? ''}
          change={(q) => want({ q })}
        />
        <AccessField wanted={wanted} want={want} />
        {(found.data?.facets ?? []).map((facet) => (
          <FacetField key={facet.key} facet={facet} wanted={wanted} want={want} />
        ))}
      </search>
      <div className="stack loose">
        <Panel flush>
          <Answer
            to={found}
            lines={8}
            empty={({ items }) => items.length === 0}
            emptyNotice={<NothingFound wanted={wanted} />}
          >
            {(data) => <Found data={data} more={(cursor) => want({ cursor })} />}
          </Answer>
        </Panel>
        <Others q={wanted.q} />
      </div>
    </Page>
  )
}

function clean(wanted: Wanted): Wanted {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value)) as Wanted
}

function AccessField({ wanted, want }: { wanted: Wanted; want: (change: Wanted) => void }) {
  return (
    <ChoiceField
      label="Access"
      value={wanted.access ?? ''}
      change={(access) => want({ access })}
      choices={[
        ['', 'Any'],
        ['readable', 'I can read it'],
        ['none', 'I could ask for it'],
      ]}
    />
  )
}

function FacetField(props: { facet: Facet; wanted: Wanted; want: (change: Wanted) => void }) {
  const { facet, wanted, want } = props
  const chosen = wanted.tag?.startsWith(`${facet.key}=`) ? wanted.tag : ''
  return (
    <ChoiceField
      label={facet.label}
      value={chosen}
      change={(tag) => want({ tag })}
      choices={[
        ['', 'Any'],
        ...facet.values.map(
          ({ value, count }) => [`${facet.key}=${value}`, `${value} (${count})`] as const,
        ),
      ]}
    />
  )
}

function Found({ data, more }: { data: DatasetSearch; more: (cursor: string) => void }) {
  const { items, total, nextCursor } = data
  return (
    <>
      <p className="panel-head small faint" aria-live="polite">
        {counted(total ?? items.length, 'dataset')}
      </p>
      <ul>
        {items.map((one) => (
          <DatasetRow key={one.id} dataset={one} />
        ))}
      </ul>
      {nextCursor && (
        <div className="table-more">
          <button type="button" className="button small" onClick={() => more(nextCursor)}>
            Next page
          </button>
        </div>
      )}
    </>
  )
}

/** Trials and the rest by the same words: a rejected dataset is found here too. */
function Others({ q = '' }: { q: string | undefined }) {
  const hits = useAsk('search', { query: { q } }, { enabled: q.length > 1 })
  const others = (hits.data?.items ?? []).filter(({ kind }) => kind !== 'dataset')
  if (others.length === 0) return null
  return (
    <Panel title="Also by that name" flush>
      <ul>
        {others.map((hit) => (
          <li key={hit.path} className="brief">
            <span>
              <Link to={hit.path}>{hit.title}</Link>{' '}
              <span className="soft small">{hit.detail}</span>
            </span>
            <span className="pill">{hit.kind}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function NothingFound({ wanted }: { wanted: Wanted }) {
  const narrowed = Object.values(wanted).some(Boolean)
  return (
    <Notice icon="search" title={narrowed ? 'Nothing matches' : 'There is no dataset yet'}>
      <p>
        {narrowed
          ? 'Try fewer words or another filter. What you may not know of is not listed.'
          : 'As soon as a table exists that you may see, it is here.'}
      </p>
    </Notice>
  )
}
