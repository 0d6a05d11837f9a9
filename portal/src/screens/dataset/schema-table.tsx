import type { Column, Dataset } from '@millrace/contract'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Icon } from '../../ui/icon.tsx'
import { TagMark } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'

const COLUMNS: readonly TableColumn<Column>[] = [
  {
    name: 'Column',
    by: ({ name }) => name,
    cell: ({ name, readable }) => (
      <span className="row">
        <code className={readable ? '' : 'faint'}>{name}</code>
        {!readable && (
          <span className="pill" title="You may know of it, but not read it.">
            <Icon name="lock" /> not readable
          </span>
        )}
      </span>
    ),
  },
  {
    name: 'Type',
    by: ({ type }) => type,
    cell: ({ type }) => <code className="soft">{type}</code>,
  },
  { name: 'Empty?', cell: ({ required }) => (required ? 'never' : 'may be') },
  {
    name: 'Tags',
    cell: ({ tags }) => <OwnTags tags={tags} />,
  },
  {
    name: 'Meaning',
    cell: ({ description, partitionSource }) => (
      <>
        {description ?? <span className="faint">not described</span>}
        {partitionSource && <span className="faint"> (partitions the table)</span>}
      </>
    ),
  },
]

/** What was set on the column itself; the rest is as on the table, and need not be said again. */
function OwnTags({ tags }: Pick<Column, 'tags'>) {
  const own = tags.filter(({ from }) => from === 'column')
  if (own.length === 0) return <span className="faint">as the table</span>
  return (
    <span className="row">
      {own.map((tag) => (
        <TagMark key={tag.key} tag={tag} from={tag.from} />
      ))}
    </span>
  )
}

export function SchemaTable({ dataset }: { dataset: Dataset }) {
  return (
    <>
      {missing(dataset) && (
        <p className="callout" style={{ margin: 12 }}>
          {missing(dataset)}
        </p>
      )}
      <DataTable
        label="Columns"
        columns={COLUMNS}
        rows={dataset.columns}
        rowKey={({ id }) => String(id)}
      />
    </>
  )
}

function missing({ columnsHidden, access, rowFilter }: Dataset): string | undefined {
  if (columnsHidden) return `Not shared with you: ${counted(columnsHidden, 'column')}.`
  const some = columnsHidden === undefined && access === 'partial' && !rowFilter
  return some ? 'Columns that are not shared with you are not listed.' : undefined
}
