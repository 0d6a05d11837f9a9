import { Code } from '../../ui/code.tsx'
import { Panel } from '../../ui/page.tsx'
import { Notice } from '../../ui/states.tsx'
import { PipelineFrame } from './frame.tsx'

export function ScriptScreen() {
  return (
    <PipelineFrame>
      {({ script }) =>
        script.text ? (
          <Code
            title={`${script.path} at ${script.commit.slice(0, 10)}`}
            language={script.language}
            text={script.text}
          />
        ) : (
          <Panel>
            <Notice title={script.path}>
              <p>
                The code is kept in Git at commit <code>{script.commit}</code>.
              </p>
            </Notice>
          </Panel>
        )
      }
    </PipelineFrame>
  )
}
