import type { LfTag } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk, usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { RowActions } from '../../ui/row-actions.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName } from '../../ui/values.tsx'
import { ChangeTagDialog, DeleteTagDialog, NewTagDialog } from '../rules/tag-dialogs.tsx'
import { TagsPage } from '../rules/tags-page.tsx'

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
  { name: 'Change', tight: true, cell: (tag) => <TagActions tag={tag} /> },
]

/** The ontology: keys and their allowed values, each with the way to what hangs on it. */
export function TagsScreen() {
  const tags = usePages('listTags')
  const [making, setMaking] = useState(false)
  return (
    <TagsPage
      lead="Keys and allowed values. Producers attach them; grants name them in expressions."
      action={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          New tag
        </button>
      }
    >
      <Panel flush>
        <Answer
          to={tags}
          emptyNotice={
            <Notice icon="tag" title="There is no tag that you may see">
              <p>
                A tag shows to who holds a permission on it. A data lake admin makes and grants
                them.
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
      {making && <NewTagDialog close={() => setMaking(false)} />}
    </TagsPage>
  )
}

/** Tags of another account are its own to change. */
function TagActions({ tag }: { tag: LfTag }) {
  const me = useAsk('getMe')
  if (tag.account.id !== me.data?.account.id) return <span className="faint">–</span>
  return (
    <RowActions
      of={tag.key}
      word="Values"
      change={`Change the values of ${tag.key}`}
      changing={(close) => <ChangeTagDialog tag={tag} close={close} />}
      deleting={(close) => <DeleteTagDialog tag={tag} close={close} />}
    />
  )
}
