#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""evalmd.py DATADIR OUT.csv [K] - tool-independent checks of an anonymised copy of cases.csv.
Values in OUT may be any label of the attribute's hierarchy, or '*'/NA = suppressed.
NCP (Xu et al./Iyengar loss) per cell = (leaves(label)-1)/(leaves(domain)-1); '*' = 1. Mean over all N*7 cells.
DM = sum |E|^2 over classes, fully suppressed records cost N each. All classes are STRICT: '*' is a value of its own."""
import csv,sys,collections,json
D,out=sys.argv[1],sys.argv[2]; K=int(sys.argv[3]) if len(sys.argv)>3 else 5
Q=['sex','age','municipality','date','nationality','marital','education']; SA='exploitation'
leaf={}
for q in Q:
    rows=[l.rstrip('\n').split(';') for l in open(f'{D}/h_{q}.csv')]
    m=collections.defaultdict(set)
    for r in rows:
        for x in r: m[x].add(r[0])
    n=len(rows); leaf[q]=({k:(len(s)-1)/(n-1) if k!='*' else 1.0 for k,s in m.items()},m)
o=list(csv.DictReader(open(f'{D}/cases.csv'),delimiter=';')); z=list(csv.DictReader(open(out),delimiter=';'))
N=len(o); assert len(z)==N,(len(z),N)
cls=collections.Counter(); sa=collections.defaultdict(collections.Counter); ncp=0; perq=collections.Counter(); star=collections.Counter(); full=0; bad=0
for a,b in zip(o,z):
    key=[]
    for q in Q:
        v=b[q].strip('"')
        if v in ('NA','','*'): v='*'
        w,m=leaf[q]
        if v!='*' and a[q] not in m.get(v,()): bad+=1
        x=w.get(v,1.0); ncp+=x; perq[q]+=x; star[q]+= v=='*'
        key.append(v)
    key=tuple(key)
    if all(v=='*' for v in key): full+=1
    cls[key]+=1; sa[key][a[SA]]+=1
fullkey=('*',)*len(Q)
real={k:v for k,v in cls.items() if k!=fullkey}
dm=sum(v*v for v in real.values())+full*N
viol=sum(v for v in real.values() if v<K)
if 0<full<K: viol+=full
mind=min((len(sa[k]) for k in real),default=0); homo=sum(v for k,v in real.items() if len(sa[k])==1)
maxshare=sum(v for k,v in real.items() if max(sa[k].values())/v>0.9)
print(json.dumps(dict(file=out.split('/')[-1],N=N,K=K,records_violating_K=viol,min_class=min(real.values(),default=0),classes=len(real),avg_class=round((N-full)/max(1,len(real)),2),
 fully_suppressed=full,star_cells=sum(star.values()),star_pct=round(100*sum(star.values())/(N*len(Q)),2),NCP=round(ncp/(N*len(Q)),4),DM=dm,
 min_distinct_l=mind,rec_in_homogeneous=homo,rec_max_share_gt90=maxshare,wrong_labels=bad,NCP_by_attr={q:round(perq[q]/N,3) for q in Q})))
