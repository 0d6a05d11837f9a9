import { Page, Tabs } from '../../ui/page.tsx'

/** Tags, and expressions of them that are saved under a name. */
export function TagsPage(props: {
  lead: string
  action?: React.ReactNode
  children: React.ReactNode
}) {
  return (
    <Page
      title="LF-Tags"
      lead={props.lead}
      action={props.action}
      tabs={
        <Tabs
          label="LF-Tags"
          tabs={[
            ['Tags', '/tags'],
            ['Saved expressions', '/tags/expressions'],
          ]}
        />
      }
    >
      {props.children}
    </Page>
  )
}
