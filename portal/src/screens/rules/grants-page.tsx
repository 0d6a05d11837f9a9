import { Page, Tabs } from '../../ui/page.tsx'

/** Who was given what, and which rows they see of it. */
export function GrantsPage(props: {
  lead: string
  action?: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <Page
      title="Grants"
      lead={props.lead}
      action={props.action}
      tabs={
        <Tabs
          label="Grants"
          tabs={[
            ['Grants', '/grants'],
            ['Row policies', '/grants/policies'],
          ]}
        />
      }
    >
      {props.children}
    </Page>
  )
}
