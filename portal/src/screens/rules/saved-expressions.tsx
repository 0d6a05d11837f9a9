import type { Expression, TagExpression } from '@millrace/contract'
import { useState } from 'react'
import { useAsk, usePages } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { RowActions } from '../../ui/row-actions.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { AccountName } from '../../ui/values.tsx'
import { DeleteExpressionDialog, SavedExpressionDialog } from './expression-dialogs.tsx'
import { TagsPage } from './tags-page.tsx'

const COLUMNS: readonly TableColumn<TagExpression>[] = [
  { name: 'Name', by: ({ name }) => name, cell: ({ name }) => <code>{name}</code> },
  {
    name: 'Meets what bears',
    cell: ({ expression }) => <span className="breakable">{wordsOf(expression)}</span>,
  },
  { name: 'For', cell: ({ description }) => description ?? '–' },
  { name: 'Account', cell: ({ account }) => <AccountName account={account} /> },
  { name: 'Change', tight: true, cell: (saved) => <Actions saved={saved} /> },
]

/** Expressions of tags under a name, for grants to name them by. */
export function SavedExpressionsScreen() {
  const saved = usePages('listTagExpressions')
  const [making, setMaking] = useState(false)
  return (
    <TagsPage
      lead="Expressions of tags under a name. To change one changes what every grant by it means."
      action={
        <button type="button" className="button primary" onClick={() => setMaking(true)}>
          New expression
        </button>
      }
    >
      <Panel flush>
        <Answer
          to={saved}
          emptyNotice={
            <Notice icon="tag" title="There is no saved expression that you may see">
              <p>Several grants by the same tags are one to keep where they name one expression.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Saved expressions"
              rows={rows}
              rowKey={({ account, name }) => `${account.id} ${name}`}
              more={saved.more}
              columns={COLUMNS}
            />
          )}
        </Answer>
      </Panel>
      {making && <SavedExpressionDialog close={() => setMaking(false)} />}
    </TagsPage>
  )
}

/** Those of another account are its own to change. */
function Actions({ saved }: { saved: TagExpression }) {
  const me = useAsk('getMe')
  if (saved.account.id !== me.data?.account.id) return <span className="faint">–</span>
  return (
    <RowActions
      of={saved.name}
      changing={(close) => <SavedExpressionDialog saved={saved} close={close} />}
      deleting={(close) => <DeleteExpressionDialog saved={saved} close={close} />}
    />
  )
}

function wordsOf(expression: Expression): string {
  return expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(' and ')
}
