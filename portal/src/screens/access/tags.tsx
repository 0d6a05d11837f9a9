import type { LfTag } from '@millrace/contract'
import { usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName } from '../../ui/values.tsx'
import { counted } from '../../ui/words.ts'

const COLUMNS: readonly TableColumn<LfTag>[] = [
  { name: 'Key', cell: ({ key }) => <code>{key}</code>, by: ({ key }) => key },
  {
    name: 'Values',
    cell: ({ values }) => (
      <span className="row">
        {values.map(({ value, resources }) => (
          <span
            key={value}
            className="tag"
            title={resources === undefined ? '' : counted(resources, 'resource')}
          >
            {value}
          </span>
        ))}
      </span>
    ),
  },
  { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
]

/** The ontology: keys, their allowed values, and how much hangs on each. */
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
            <Notice icon="tag" title="No tag is defined yet">
              <p>
                A data lake admin makes one: <code>aws lakeformation create-lf-tag</code>.
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
