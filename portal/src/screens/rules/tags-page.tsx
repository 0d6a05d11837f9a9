import { type PageParts, TabbedPage } from '../../ui/page.tsx'

/** Tags, and expressions of them that are saved under a name. */
export function TagsPage(parts: PageParts) {
  return (
    <TabbedPage
      title="LF-Tags"
      tabs={[
        ['Tags', '/tags'],
        ['Saved expressions', '/tags/expressions'],
      ]}
      {...parts}
    />
  )
}
