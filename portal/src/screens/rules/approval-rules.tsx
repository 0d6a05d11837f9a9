import type { ApprovalRule, ApprovalRules } from '@millrace/contract'
import { useState } from 'react'
import { useAsk } from '../../api/queries.ts'
import { DataTable, type TableColumn } from '../../ui/data-table.tsx'
import { Panel } from '../../ui/page.tsx'
import { RowActions } from '../../ui/row-actions.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Time, Who } from '../../ui/values.tsx'
import { ApprovalsPage } from '../access/approvals-page.tsx'
import { DeleteRuleDialog, RuleDialog } from './rule-dialog.tsx'

/** Whose word is needed for what bears which tags? */
export function ApprovalRulesScreen() {
  const rules = useAsk('getApprovalRules')
  const [making, setMaking] = useState(false)
  return (
    <ApprovalsPage
      lead="Requests for what bears such tags wait for these people, of every rule that holds."
      action={
        <button
          type="button"
          className="button primary"
          disabled={!rules.data}
          onClick={() => setMaking(true)}
        >
          New rule
        </button>
      }
    >
      <Panel flush>
        <Answer
          to={rules}
          empty={(data) => data.rules.length === 0}
          emptyNotice={
            <Notice icon="inbox" title="There is no rule">
              <p>The admins of the account of who asks decide on requests, any one of them.</p>
            </Notice>
          }
        >
          {(data) => <Rules all={data} />}
        </Answer>
      </Panel>
      {making && rules.data && <RuleDialog seen={rules.data} close={() => setMaking(false)} />}
    </ApprovalsPage>
  )
}

function Rules({ all }: { all: ApprovalRules }) {
  const { rules, setBy, setAt } = all
  return (
    <>
      <DataTable
        label="Rules of approval"
        columns={columnsFor(all)}
        rows={rules}
        rowKey={({ name }) => name}
      />
      {setBy && setAt && (
        <p className="table-more small faint">
          Set by <Who arn={setBy} /> <Time at={setAt} />.
        </p>
      )}
    </>
  )
}

function columnsFor(seen: ApprovalRules): readonly TableColumn<ApprovalRule>[] {
  return [
    { name: 'Rule', by: ({ name }) => name, cell: ({ name }) => name },
    {
      name: 'For what bears',
      cell: ({ expression }) =>
        expression.map(({ key, values }) => `${key} = ${values.join(' or ')}`).join(' and '),
    },
    { name: 'Persons', number: true, cell: ({ persons }) => persons },
    {
      name: 'Of',
      cell: ({ approvers }) => (
        <span className="row">
          {approvers.map((arn) => (
            <Who key={arn} arn={arn} />
          ))}
        </span>
      ),
    },
    { name: 'Change', tight: true, cell: (rule) => <RuleActions rule={rule} seen={seen} /> },
  ]
}

function RuleActions({ rule, seen }: { rule: ApprovalRule; seen: ApprovalRules }) {
  return (
    <RowActions
      of={`the rule ${rule.name}`}
      changing={(close) => <RuleDialog rule={rule} seen={seen} close={close} />}
      deleting={(close) => <DeleteRuleDialog rule={rule} seen={seen} close={close} />}
    />
  )
}
