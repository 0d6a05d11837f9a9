import '@xyflow/react/dist/base.css'
import { Graph, layout } from '@dagrejs/dagre'
import type { Lineage } from '@millrace/contract'
import { Link } from '@tanstack/react-router'
import { Handle, type Node, type NodeProps, Position, ReactFlow } from '@xyflow/react'

const WIDTH = 200
const HEIGHT = 54

type LineageNode = Lineage['nodes'][number]
type Drawn = Node<{ node: LineageNode; here: boolean }>

function Box({ data: { node, here } }: NodeProps<Drawn>) {
  return (
    <div className={here ? 'flow-node here' : 'flow-node'}>
      <Handle type="target" position={Position.Left} style={{ opacity: 0 }} />
      <small>
        {node.kind}
        {node.detail && ` · ${node.detail}`}
      </small>
      {node.path ? <Link to={node.path}>{node.label}</Link> : node.label}
      <Handle type="source" position={Position.Right} style={{ opacity: 0 }} />
    </div>
  )
}

const NODE_TYPES = { box: Box }

/** From left to right: what feeds what. */
// biome-ignore lint/style/noDefaultExport: React's lazy loads a default export.
export default function Flow({ lineage, here }: { lineage: Lineage; here: string }) {
  return (
    <div className="flow">
      <ReactFlow
        nodes={placed(lineage, here)}
        edges={lineage.edges.map(({ from, to }) => ({
          id: `${from} ${to}`,
          source: from,
          target: to,
        }))}
        nodeTypes={NODE_TYPES}
        fitView
        fitViewOptions={{ maxZoom: 1 }}
        nodesDraggable={false}
        nodesConnectable={false}
        zoomOnScroll={false}
        preventScrolling={false}
        proOptions={{ hideAttribution: true }}
      />
    </div>
  )
}

function placed({ nodes, edges }: Lineage, here: string): Drawn[] {
  const graph = new Graph({ directed: true })
  graph.setGraph({ rankdir: 'LR', nodesep: 18, ranksep: 56 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of nodes) graph.setNode(id, { width: WIDTH, height: HEIGHT })
  for (const { from, to } of edges) graph.setEdge(from, to)
  layout(graph)
  return nodes.map((node) => {
    const at = graph.node(node.id)
    const position = { x: at.x - WIDTH / 2, y: at.y - HEIGHT / 2 }
    return { id: node.id, type: 'box', position, data: { node, here: node.label === here } }
  })
}
