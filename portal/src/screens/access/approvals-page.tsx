import { Page, Tabs } from '../../ui/page.tsx'

/** Who asks, who must agree, and whom an end is told to. */
export function ApprovalsPage(props: {
  lead: string
  action?: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <Page
      title="Approvals"
      lead={props.lead}
      action={props.action}
      tabs={
        <Tabs
          label="Approvals"
          tabs={[
            ['Requests', '/approvals'],
            ['Rules', '/approvals/rules'],
            ['Reminders', '/approvals/reminders'],
          ]}
        />
      }
    >
      {props.children}
    </Page>
  )
}
