source_filename = "m.c"

@g = global i32 0, !dbg !10

declare void @llvm.dbg.value(metadata, metadata, metadata)
declare void @use(i32)

define i32 @f(i32 %x, ptr %p) !dbg !13 {
entry:
    #dbg_value(i32 %x, !16, !DIExpression(), !18)
    #dbg_declare(ptr %p, !17, !DIExpression(DW_OP_plus_uconst, 8, DW_OP_deref), !18)
    #dbg_value(i32 %later, !16, !DIExpression(DW_OP_LLVM_fragment, 0, 16), !18)
  %y = add i32 %x, 1, !dbg !18, !foo !{}
    #dbg_value(!DIArgList(i32 %x, i32 %y), !16, !DIExpression(DW_OP_LLVM_arg, 0, DW_OP_LLVM_arg, 1, DW_OP_plus, DW_OP_stack_value), !19)
    #dbg_value(i32 poison, !16, !DIExpression(), !19)
    #dbg_label(!20, !19)
    #dbg_assign(i32 %y, !16, !DIExpression(), !21, ptr %p, !DIExpression(), !19)
  store i32 %y, ptr %p, align 4, !dbg !19, !DIAssignID !21, !tbaa !22
  %later = load i32, ptr %p, align 4, !dbg !DILocation(line: 9, column: 1, scope: !13), !tbaa !22, !range !25
  br label %exit, !dbg !19, !llvm.loop !26, !irr_loop !{i32 1}

exit:                                             ; preds = %entry
    #dbg_value(i32 %later, !16, !DIExpression(), !19)
  ret i32 %later, !dbg !19
}

!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!7, !8}
!llvm.ident = !{!9}
!named.empty = !{}
!\31odd\20name = !{!27, !DIExpression(DW_OP_deref)}

!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, producer: "clang \22x\22", isOptimized: true, flags: "-O2", runtimeVersion: 0, emissionKind: FullDebug, enums: !2, retainedTypes: !3, globals: !4, splitDebugInlining: false, nameTableKind: None)
!1 = !DIFile(filename: "m.c", directory: "/tmp", checksumkind: CSK_MD5, checksum: "d41d8cd98f00b204e9800998ecf8427e")
!2 = !{!5}
!3 = !{!6}
!4 = !{!10}
!5 = !DICompositeType(tag: DW_TAG_enumeration_type, name: "E", file: !1, line: 1, baseType: !6, size: 32, elements: !28, identifier: "_ZTS1E")
!6 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)
!7 = !{i32 2, !"Debug Info Version", i32 3}
!8 = !{i32 7, !"Dwarf Version", i32 5}
!9 = !{!"clang version"}
!10 = !DIGlobalVariableExpression(var: !11, expr: !DIExpression())
!11 = distinct !DIGlobalVariable(name: "g", scope: !0, file: !1, line: 1, type: !12, isLocal: false, isDefinition: true)
!12 = !DIDerivedType(tag: DW_TAG_const_type, baseType: !6)
!13 = distinct !DISubprogram(name: "f", scope: !1, file: !1, line: 2, type: !14, scopeLine: 3, flags: DIFlagPrototyped | DIFlagAllCallsDescribed, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !0, retainedNodes: !29)
!14 = !DISubroutineType(cc: DW_CC_normal, types: !15)
!15 = !{!6, !6, null}
!16 = !DILocalVariable(name: "x", arg: 1, scope: !13, file: !1, line: 2, type: !6)
!17 = !DILocalVariable(name: "l", scope: !30, file: !1, line: 2, type: !6, align: 32)
!18 = !DILocation(line: 2, column: 7, scope: !13)
!19 = !DILocation(line: 3, column: 1, scope: !30, inlinedAt: !18, isImplicitCode: true)
!20 = !DILabel(scope: !30, name: "lab", file: !1, line: 4)
!21 = distinct !DIAssignID()
!22 = !{!23, !23, i64 0}
!23 = !{!"int", !24, i64 0}
!24 = !{!"root"}
!25 = !{i32 0, i32 10, i32 20, i32 30}
!26 = distinct !{!26, !18, !{!"llvm.loop.unroll.disable"}}
!27 = !{i32 1, ptr @g, i64 -1, !"s", null, !{!{}}, i1 true, float 1.5}
!28 = !{!DIEnumerator(name: "A", value: -1), !DIEnumerator(name: "B", value: 18446744073709551615, isUnsigned: true)}
!29 = !{!16, !17}
!30 = distinct !DILexicalBlock(scope: !13, file: !1, line: 3, column: 5)
!more = !{!31, !32, !33, !34, !35, !36, !37, !38, !39}
!31 = !DITemplateTypeParameter(name: "T", type: !6, defaulted: true)
!32 = !DITemplateValueParameter(name: "V", type: !6, value: i32 7)
!33 = !DITemplateValueParameter(tag: DW_TAG_GNU_template_template_param, name: "TT", value: !"std::x")
!34 = !DIImportedEntity(tag: DW_TAG_imported_module, scope: !0, entity: !35, file: !1, line: 5)
!35 = !DINamespace(name: "n", scope: null, exportSymbols: true)
!36 = !GenericDINode(tag: DW_TAG_entry_point, header: "h", operands: {!6, null, !"x"})
!37 = !DISubrange(count: !16, lowerBound: 1, stride: -4)
!38 = !DIMacroFile(line: 0, file: !1, nodes: !{!DIMacro(type: DW_MACINFO_define, line: 1, name: "M", value: "1")})
!39 = !DIObjCProperty(name: "p", file: !1, line: 1, setter: "s", getter: "g", attributes: 7, type: !6)
