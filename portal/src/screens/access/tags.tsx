import type { LfTag } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName } from '../../ui/values.tsx'

const COLUMNS: readonly TableColumn<LfTag>[] = [
  { name: 'Key', cell: ({ key }) => <code>{key}</code>, by: ({ key }) => key },
  {
    name: 'Values',
    cell: ({ key, values }) => (
      <span className="row">
        {values.map(({ value }) => (
          <Link
            key={value}
            className="tag"
            to="/search"
            search={{ tag: `${key}=${value}` } as never}
            title={`Datasets with ${key}=${value}`}
          >
            {value}
          </Link>
        ))}
      </span>
    ),
  },
  { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
]

/** The ontology: keys and their allowed values, each with the way to what hangs on it. */
export function TagsScreen() {
  const tags = usePages('listTags')
  return (
    <Page
      title="LF-Tags"
      lead="Keys and allowed values. Producers attach them; grants name them in expressions."
    >
      <Panel flush>
        <Answer
          to={tags}
          emptyNotice={
            <Notice icon="tag" title="There is no tag that you may see">
              <p>
                A tag shows to who holds a permission on it. A data lake admin makes and grants
                them: <code>aws lakeformation create-lf-tag</code>.
              </p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="LF-Tags"
              rows={rows}
              rowKey={({ account, key }) => `${account.id} ${key}`}
              more={tags.more}
              columns={COLUMNS}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}
