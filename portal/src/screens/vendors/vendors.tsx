import { Link } from '@tanstack/react-router'
import { usePages } from '../../api/queries.ts'
import { paths } from '../../paths.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Page, Panel } from '../../ui/page.tsx'
import { Answer, Notice } from '../../ui/states.tsx'
import { Pill, Who } from '../../ui/values.tsx'
import { STAGE_TONES } from './stage-tones.ts'
import { NewVendor } from './vendor-dialog.tsx'

/** Who sends, who might, and what is next with each. */
export function VendorsScreen() {
  const vendors = usePages('listVendors')
  return (
    <Page
      title="Vendors"
      lead="Prospects seen, agreements reached, and what is next with each."
      action={<NewVendor />}
    >
      <Panel flush>
        <Answer
          to={vendors}
          emptyNotice={
            <Notice icon="vendor" title="No vendor yet">
              <p>A source somebody saw starts here as a prospect.</p>
            </Notice>
          }
        >
          {(rows) => (
            <DataTable
              label="Vendors"
              rows={rows}
              rowKey={({ id }) => id}
              more={vendors.more}
              columns={[
                {
                  name: 'Vendor',
                  by: ({ name }) => name,
                  cell: ({ id, name }) => <Link to={paths.vendor(id)}>{name}</Link>,
                },
                {
                  name: 'Stage',
                  cell: ({ stage }) => <Pill tone={STAGE_TONES[stage]}>{stage}</Pill>,
                  by: ({ stage }) => stage,
                },
                { name: 'Feeds', number: true, cell: ({ feeds }) => feeds, by: (row) => row.feeds },
                { name: 'Next step', cell: ({ nextStep }) => nextStep ?? '–' },
                {
                  name: 'Looked after by',
                  cell: ({ owner }) => (owner ? <Who arn={owner} /> : '–'),
                  by: ({ owner }) => owner ?? '',
                },
              ]}
            />
          )}
        </Answer>
      </Panel>
    </Page>
  )
}
