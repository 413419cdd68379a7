// Exceptions through frames of all sorts: cleanups, rethrows, handlers by type, variable arrays.
#include <cstdio>
#include <string>
#include <stdexcept>
#include <vector>
struct D { const char*n; D(const char*n):n(n){} ~D(){ printf("~%s\n",n);} };
struct E1 { int v; }; struct E2 : E1 { double d; };
static int thrower(int k){ D d("thrower"); if(k==1) throw 42; if(k==2) throw E1{7}; if(k==3) throw E2{{8},2.5}; if(k==4) throw std::runtime_error("boom"); if (k==5) throw "cstr"; return k*10; }
static int mid(int k){ D d("mid"); try { return thrower(k); } catch (E2 &e) { printf("E2 %d %g\n", e.v, e.d); throw; } catch (const char *s) { printf("s %s\n", s); return -5; } }
int test(int k){ D a("a"); try { D b("b"); int r = mid(k); printf("ret %d\n", r); return r; } catch (int i) { printf("int %d\n", i); return 1; } catch (E1 &e) { printf("E1 %d\n", e.v); return 2; } catch (std::exception &e) { printf("ex %s\n", e.what()); return 3; } }
int loop(){ int s=0; for(int i=0;i<100;i++){ try { if(i%3==0) throw i; s+=i; } catch(int x){ s-=x; if (x%2) continue; } } return s; }
int nested(){ try { try { throw 1; } catch(int){ try { throw 2.5; } catch(double d){ printf("d %g\n", d); } throw; } } catch(...) { puts("all"); return 9; } return 0; }
std::string str(int n){ std::vector<std::string> v; for(int i=0;i<n;i++) v.push_back(std::to_string(i*i)); std::string r; for(auto&x:v) r+=x+","; if(n>5) v.at(100); return r; }
int main(){ for(int k=0;k<6;k++) printf("=> %d\n", test(k)); printf("%d %d\n", loop(), nested()); puts(str(4).c_str()); try { str(10); } catch(std::out_of_range &e){ puts("oor"); } 
 try { int n = 1000; char buf[n]; snprintf(buf,n,"%d %d %d %d %d %d %d %d",1,2,3,4,5,6,7,8); puts(buf); if (n) throw std::string("vla"); } catch(std::string &s){ puts(s.c_str()); } return 0; }
