source_filename = "attributes.c"

declare void @readnone() readnone
declare void @readonly() #0
declare void @writeonly(i8* readonly, i8* readnone, i8* writeonly) writeonly
declare void @argmem() #1
declare void @argmemread() argmemonly readonly
declare void @inaccessible() inaccessiblememonly
declare void @both() inaccessiblemem_or_argmemonly writeonly
declare void @uwtable() uwtable

define void @calls(i8* %p) #2 {
  call void @readonly() readnone
  call void @argmem() #1
  ret void
}

attributes #0 = { nounwind readonly willreturn }
attributes #1 = { argmemonly nofree nosync nounwind willreturn }
attributes #2 = { argmemonly mustprogress "frame-pointer"="all" }
